import { SearchX } from "lucide-react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Page } from "@/app/_ui/frame/page";

export default function DashboardNotFound() {
  return (
    <Page crumbs={[{ title: "Not found" }]} title="There is no such thing here">
      <Empty
        icon={SearchX}
        title="It does not exist in this company"
        action={
          <ButtonLink look="primary" href="/">
            Go home
          </ButtonLink>
        }
      >
        It may have been deleted, or it belongs to another company of yours: change the company at
        the top left.
      </Empty>
    </Page>
  );
}
