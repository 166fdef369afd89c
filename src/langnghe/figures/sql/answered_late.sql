SELECT
  "t3"."number" AS "item_id",
  NOT (
    "t6"."happened_at" <= "t6"."answer_due_at"
  ) AS "counted",
  "t6"."happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t6"."body_id",
  "t3"."channel"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM "cases_caseevent" AS "t0"
    WHERE
      "t0"."kind" = 'answered'
      AND "t0"."happened_at" >= %(period_from)s
      AND "t0"."happened_at" < %(period_until)s
      AND "t0"."recorded_at" <= %(known_at)s
  ) AS "t4"
  WHERE
    "t4"."first_answer"
) AS "t6"
INNER JOIN (
  SELECT
    "t1"."case_id",
    "t1"."number",
    "t1"."status",
    "t1"."area_id",
    "t1"."province_id",
    "t1"."topic_id",
    "t1"."received_at",
    "t1"."report_id",
    "t1"."channel"
  FROM "case_state" AS "t1"
) AS "t3"
  ON "t6"."case_id" = "t3"."case_id"
