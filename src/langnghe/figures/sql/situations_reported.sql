SELECT
  CAST("t1"."situation_id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t1"."happened_at",
  "t1"."area_id",
  "t1"."province_id",
  "t1"."topic_id",
  "t1"."body_id",
  '' AS "channel"
FROM (
  SELECT
    *
  FROM "situations_situationevent" AS "t0"
  WHERE
    "t0"."kind" = 'sent'
    AND "t0"."happened_at" >= %(period_from)s
    AND "t0"."happened_at" < %(period_until)s
    AND "t0"."recorded_at" <= %(known_at)s
) AS "t1"
