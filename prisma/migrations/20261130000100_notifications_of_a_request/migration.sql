-- What a request's end settles is found without looking at everybody's notifications.
CREATE INDEX "notification_request_id_idx" ON "notification" ("request_id");
