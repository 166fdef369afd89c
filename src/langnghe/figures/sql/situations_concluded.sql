SELECT
  CAST("t3"."situation_id" AS VARCHAR) AS "item_id",
  "t6"."state_then" = 'concluded' AS "counted",
  "t3"."happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t3"."body_id",
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
) AS "t3"
INNER JOIN (
  SELECT
    "t4"."situation_id",
    "t4"."state" AS "state_then"
  FROM (
    SELECT
      "t2"."id",
      "t2"."situation_id",
      "t2"."seq",
      "t2"."kind",
      "t2"."happened_at",
      "t2"."recorded_at",
      "t2"."state",
      "t2"."area_id",
      "t2"."province_id",
      "t2"."topic_id",
      "t2"."body_id",
      ROW_NUMBER() OVER (
        PARTITION BY "t2"."situation_id"
        ORDER BY "t2"."seq" DESC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        *
      FROM "situations_situationevent" AS "t0"
      WHERE
        "t0"."recorded_at" <= %(known_at)s AND "t0"."happened_at" < %(period_until)s
    ) AS "t2"
  ) AS "t4"
  WHERE
    "t4"."place" = 0
) AS "t6"
  ON "t3"."situation_id" = "t6"."situation_id"
