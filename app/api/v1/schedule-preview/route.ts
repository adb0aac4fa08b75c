import { route } from "@/lib/api/route";
import { SchedulePreview, SchedulePreviewQuery } from "@/lib/domain/workflows/schema";
import { previewSchedule } from "@/lib/domain/workflows/triggers/preview";

export const GET = route(
  {
    summary: "Say a schedule in words and tell its next times",
    access: "workflows:read",
    query: SchedulePreviewQuery,
    output: SchedulePreview,
  },
  async ({ query }) => previewSchedule(query),
);
