SELECT
  CAST("t3"."practice_id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t3"."happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t3"."body_id",
  "t3"."channel"
FROM (
  SELECT
    "t2"."practice_id",
    "t2"."seq",
    "t2"."kind",
    "t2"."happened_at",
    "t2"."recorded_at",
    "t2"."area_id",
    "t2"."body_id",
    "t2"."copy_of_id",
    ROW_NUMBER() OVER (
      PARTITION BY "t2"."practice_id"
      ORDER BY "t2"."seq" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place",
    "t2"."area_id" AS "province_id",
    CAST(NULL AS BIGINT) AS "topic_id",
    '' AS "channel"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "practices_practiceevent" AS "t0"
      WHERE
        "t0"."kind" = 'recognised'
        AND "t0"."happened_at" >= %(period_from)s
        AND "t0"."happened_at" < %(period_until)s
    ) AS "t1"
    WHERE
      "t1"."recorded_at" <= %(known_at)s
  ) AS "t2"
) AS "t3"
WHERE
  "t3"."place" = 0
