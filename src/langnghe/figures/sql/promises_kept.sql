SELECT
  CAST("t4"."promise_id" AS VARCHAR) AS "item_id",
  "t4"."state" = 'kept' AS "counted",
  "t4"."falls_due_at" AS "happened_at",
  "t4"."area_id",
  "t4"."province_id",
  CAST(NULL AS BIGINT) AS "topic_id",
  "t4"."body_id",
  '' AS "channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
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
        "t1"."province_id",
        "t1"."body_id",
        ROW_NUMBER() OVER (
          PARTITION BY "t1"."promise_id"
          ORDER BY "t1"."seq" DESC NULLS LAST
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          *
        FROM "grassroots_promiseevent" AS "t0"
        WHERE
          "t0"."recorded_at" <= %(known_at)s AND "t0"."happened_at" < %(period_until)s
      ) AS "t1"
    ) AS "t2"
    WHERE
      "t2"."place" = 0 AND "t2"."state" <> 'withdrawn'
  ) AS "t3"
  WHERE
    "t3"."falls_due_at" >= %(period_from)s AND "t3"."falls_due_at" < %(period_until)s
) AS "t4"
