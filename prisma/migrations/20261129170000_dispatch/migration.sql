-- A program names the task that it asks for: each name counts once, and finds its request again.
CREATE UNIQUE INDEX request_dispatched_task ON request ((context #>> '{dispatch,taskId}'))
  WHERE context #>> '{dispatch,taskId}' IS NOT NULL;
