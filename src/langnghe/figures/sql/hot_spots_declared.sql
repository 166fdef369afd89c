SELECT
  CAST("t1"."id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t1"."declared_at" AS "happened_at",
  "t1"."area_id",
  "t1"."province_id",
  "t1"."topic_id",
  "t1"."owner_id" AS "body_id",
  '' AS "channel"
FROM (
  SELECT
    *
  FROM "situations_hotspot" AS "t0"
  WHERE
    "t0"."declared_at" >= %(period_from)s
    AND "t0"."declared_at" < %(period_until)s
    AND "t0"."recorded_at" <= %(known_at)s
) AS "t1"
