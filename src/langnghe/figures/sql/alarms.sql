SELECT
  CAST("t1"."id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t1"."first_found_at" AS "happened_at",
  "t1"."centre_id" AS "area_id",
  "t1"."centre_id" AS "province_id",
  "t1"."topic_id",
  CAST(NULL AS BIGINT) AS "body_id",
  '' AS "channel"
FROM (
  SELECT
    *
  FROM "alarms_alarm" AS "t0"
  WHERE
    "t0"."first_found_at" >= %(period_from)s
    AND "t0"."first_found_at" < %(period_until)s
    AND "t0"."recorded_at" <= %(known_at)s
) AS "t1"
