import { route } from "@/lib/api/route";
import {
  MailPreview,
  MailPreviewInput,
  previewMail,
} from "@/lib/domain/sequences/foresee/preview-mail";

export const POST = route(
  {
    summary: "See a mail of a sequence while its words are written",
    access: "sequences:read",
    body: MailPreviewInput,
    output: MailPreview,
    idempotency: "none",
  },
  ({ caller, body }) => previewMail(caller, body),
);
