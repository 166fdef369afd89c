SELECT
  CAST("t1"."id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t1"."happened_at",
  "t1"."area_id",
  "t1"."province_id",
  CAST(NULL AS BIGINT) AS "topic_id",
  "t1"."body_id",
  '' AS "channel"
FROM (
  SELECT
    *
  FROM "grassroots_visit" AS "t0"
  WHERE
    "t0"."happened_at" >= %(period_from)s
    AND "t0"."happened_at" < %(period_until)s
    AND "t0"."recorded_at" <= %(known_at)s
    AND (
      (
        "t0"."withdrawn_at" IS NULL
      ) OR (
        "t0"."withdrawn_at" > %(known_at)s
      )
    )
) AS "t1"
WHERE
  "t1"."kind" = 'reception'
