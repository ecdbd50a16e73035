-- Whether an approval was taken up is read from its tasks.
ALTER TABLE "plan" DROP COLUMN "dispatched_at";
