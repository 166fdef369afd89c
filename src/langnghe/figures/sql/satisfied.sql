SELECT
  CAST("t10"."id" AS VARCHAR) AS "item_id",
  "t6"."satisfied" AS "counted",
  "t10"."rated_at" AS "happened_at",
  "t5"."area_id",
  "t5"."province_id",
  "t5"."topic_id",
  "t5"."body_id",
  "t5"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t7"."id",
      "t7"."case_id",
      "t7"."report_id",
      "t7"."level_id",
      "t7"."rated_at",
      "t7"."recorded_at",
      ROW_NUMBER() OVER (
        PARTITION BY "t7"."case_id", "t7"."report_id"
        ORDER BY "t7"."rated_at" DESC NULLS LAST, "t7"."id" DESC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        *
      FROM "cases_rating" AS "t2"
      WHERE
        "t2"."rated_at" >= %(period_from)s
        AND "t2"."rated_at" < %(period_until)s
        AND "t2"."recorded_at" <= %(known_at)s
    ) AS "t7"
  ) AS "t8"
  WHERE
    "t8"."place" = 0
) AS "t10"
INNER JOIN (
  SELECT
    "t0"."id" AS "level_id",
    "t0"."satisfied"
  FROM "cases_ratinglevel" AS "t0"
) AS "t6"
  ON "t10"."level_id" = "t6"."level_id"
INNER JOIN (
  SELECT
    "t1"."case_id",
    "t1"."number",
    "t1"."status",
    "t1"."area_id",
    "t1"."province_id",
    "t1"."topic_id",
    "t1"."body_id",
    "t1"."answer_due_at",
    "t1"."received_at",
    "t1"."channel"
  FROM "case_state" AS "t1"
) AS "t5"
  ON "t10"."case_id" = "t5"."case_id"
