SELECT
  CAST("t4"."promise_id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t4"."happened_at",
  "t4"."area_id",
  "t4"."province_id",
  CAST(NULL AS BIGINT) AS "topic_id",
  "t7"."body_id",
  '' AS "channel"
FROM (
  SELECT
    "t1"."id",
    "t1"."promise_id",
    "t1"."seq",
    "t1"."kind",
    "t1"."happened_at",
    "t1"."recorded_at",
    "t1"."state",
    "t1"."falls_due_at",
    "t1"."area_id",
    "t1"."province_id"
  FROM (
    SELECT
      *
    FROM "grassroots_promiseevent" AS "t0"
    WHERE
      "t0"."kind" = 'made'
      AND "t0"."happened_at" >= %(period_from)s
      AND "t0"."happened_at" < %(period_until)s
  ) AS "t1"
) AS "t4"
INNER JOIN (
  SELECT
    "t5"."promise_id",
    "t5"."body_id"
  FROM (
    SELECT
      "t2"."id",
      "t2"."promise_id",
      "t2"."seq",
      "t2"."kind",
      "t2"."happened_at",
      "t2"."recorded_at",
      "t2"."state",
      "t2"."falls_due_at",
      "t2"."area_id",
      "t2"."province_id",
      "t2"."body_id",
      ROW_NUMBER() OVER (
        PARTITION BY "t2"."promise_id"
        ORDER BY "t2"."seq" DESC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        *
      FROM "grassroots_promiseevent" AS "t0"
      WHERE
        "t0"."recorded_at" <= %(known_at)s AND "t0"."happened_at" < %(period_until)s
    ) AS "t2"
  ) AS "t5"
  WHERE
    "t5"."place" = 0 AND "t5"."state" <> 'withdrawn'
) AS "t7"
  ON "t4"."promise_id" = "t7"."promise_id"
