SELECT
  CAST("t4"."plan_id" AS VARCHAR) AS "item_id",
  "t4"."status" = 'submitted' AS "counted",
  "t4"."due_at" AS "happened_at",
  "t4"."area_id",
  "t4"."province_id",
  "t4"."topic_id",
  "t4"."body_id",
  "t4"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."plan_id",
        "t1"."seq",
        "t1"."happened_at",
        "t1"."recorded_at",
        "t1"."status",
        "t1"."due_at",
        "t1"."area_id",
        "t1"."body_id",
        ROW_NUMBER() OVER (
          PARTITION BY "t1"."plan_id"
          ORDER BY "t1"."seq" DESC NULLS LAST
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place",
        "t1"."area_id" AS "province_id",
        CAST(NULL AS BIGINT) AS "topic_id",
        '' AS "channel"
      FROM (
        SELECT
          *
        FROM "programmes_planevent" AS "t0"
        WHERE
          "t0"."happened_at" < %(period_until)s AND "t0"."recorded_at" <= %(known_at)s
      ) AS "t1"
    ) AS "t2"
    WHERE
      "t2"."place" = 0
  ) AS "t3"
  WHERE
    "t3"."due_at" >= %(period_from)s AND "t3"."due_at" < %(period_until)s
) AS "t4"
WHERE
  "t4"."status" <> 'excused'
