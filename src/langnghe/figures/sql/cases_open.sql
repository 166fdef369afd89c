SELECT
  "t0"."number" AS "item_id",
  TRUE AS "counted",
  "t0"."received_at" AS "happened_at",
  "t0"."area_id",
  "t0"."province_id",
  "t0"."topic_id",
  "t0"."body_id",
  "t0"."channel"
FROM "case_at_end" AS "t0"
WHERE
  "t0"."status" IN ('received', 'accepted', 'paused')
