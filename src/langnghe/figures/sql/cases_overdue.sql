SELECT
  "t1"."number" AS "item_id",
  "t1"."answer_due_at" < %(period_until)s AS "counted",
  "t1"."received_at" AS "happened_at",
  "t1"."area_id",
  "t1"."province_id",
  "t1"."topic_id",
  "t1"."body_id",
  "t1"."channel"
FROM (
  SELECT
    *
  FROM "case_at_end" AS "t0"
  WHERE
    "t0"."status" IN ('received', 'accepted', 'paused')
) AS "t1"
