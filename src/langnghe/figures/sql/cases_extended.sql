SELECT
  "t3"."number" AS "item_id",
  TRUE AS "counted",
  "t7"."happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t7"."body_id",
  "t3"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."id",
      "t4"."case_id",
      "t4"."seq",
      "t4"."kind",
      "t4"."happened_at",
      "t4"."recorded_at",
      "t4"."first_answer",
      "t4"."outcome",
      "t4"."body_id",
      "t4"."promised_at",
      "t4"."answer_due_at",
      ROW_NUMBER() OVER (
        PARTITION BY "t4"."case_id"
        ORDER BY "t4"."seq" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        *
      FROM "cases_caseevent" AS "t1"
      WHERE
        "t1"."kind" = 'extended'
        AND "t1"."happened_at" >= %(period_from)s
        AND "t1"."happened_at" < %(period_until)s
        AND "t1"."recorded_at" <= %(known_at)s
    ) AS "t4"
  ) AS "t5"
  WHERE
    "t5"."place" = 0
) AS "t7"
INNER JOIN (
  SELECT
    "t0"."case_id",
    "t0"."number",
    "t0"."status",
    "t0"."area_id",
    "t0"."province_id",
    "t0"."topic_id",
    "t0"."received_at",
    "t0"."report_id",
    "t0"."channel"
  FROM "case_state" AS "t0"
) AS "t3"
  ON "t7"."case_id" = "t3"."case_id"
