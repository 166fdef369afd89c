SELECT
  CAST("t5"."id" AS VARCHAR) AS "item_id",
  TRUE AS "counted",
  "t5"."received_at" AS "happened_at",
  "t3"."area_id",
  "t3"."province_id",
  "t3"."topic_id",
  "t3"."body_id",
  "t5"."channel"
FROM (
  SELECT
    *
  FROM "reports_report" AS "t0"
  WHERE
    "t0"."received_at" >= %(period_from)s
    AND "t0"."received_at" < %(period_until)s
    AND "t0"."recorded_at" <= %(known_at)s
) AS "t5"
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
    "t1"."report_id"
  FROM "case_state" AS "t1"
) AS "t3"
  ON "t5"."id" = "t3"."report_id"
