SELECT
  CAST("t6"."conclusion_id" AS VARCHAR) AS "item_id",
  "t6"."standing" = 'done' AS "counted",
  "t6"."due_at" AS "happened_at",
  "t6"."area_id",
  "t6"."province_id",
  "t6"."topic_id",
  "t6"."body_id",
  "t6"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."conclusion_id",
        "t3"."seq",
        "t3"."kind",
        "t3"."happened_at",
        "t3"."recorded_at",
        "t3"."standing",
        "t3"."due_at",
        "t3"."body_id",
        "t3"."area_id",
        "t3"."province_id",
        "t3"."topic_id",
        "t3"."channel",
        ROW_NUMBER() OVER (
          PARTITION BY "t3"."conclusion_id"
          ORDER BY "t3"."seq" DESC NULLS LAST
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
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
          "t2"."happened_at" < %(period_until)s
      ) AS "t3"
    ) AS "t4"
    WHERE
      "t4"."place" = 0
  ) AS "t5"
  WHERE
    "t5"."due_at" >= %(period_from)s
    AND "t5"."due_at" < %(period_until)s
    AND "t5"."standing" IN ('open', 'done')
) AS "t6"
