SELECT
  CAST("t3"."conclusion_id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t3"."happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t3"."body_id",
  "t3"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t1"."conclusion_id",
      "t1"."seq",
      "t1"."kind",
      "t1"."happened_at",
      "t1"."recorded_at",
      "t1"."standing",
      "t1"."due_at",
      "t1"."body_id",
      "t1"."area_id",
      "t1"."province_id",
      CAST(NULL AS BIGINT) AS "topic_id",
      '' AS "channel"
    FROM (
      SELECT
        *
      FROM "meetings_conclusionevent" AS "t0"
      WHERE
        "t0"."recorded_at" <= %(known_at)s
    ) AS "t1"
  ) AS "t2"
  WHERE
    "t2"."kind" = 'made'
    AND "t2"."happened_at" >= %(period_from)s
    AND "t2"."happened_at" < %(period_until)s
) AS "t3"
