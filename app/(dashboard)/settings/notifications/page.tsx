import type { Metadata } from "next";
import { Panel, Section } from "@/app/_ui/data/section";
import { PreferencesForm } from "@/app/(dashboard)/settings/notifications/preferences-form";
import { SlackPanel } from "@/app/(dashboard)/settings/notifications/slack-panel";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";
import { getPreferences } from "@/lib/domain/notifications/preferences";
import { getSlack } from "@/lib/domain/notifications/slack/channel";

export const metadata: Metadata = { title: "Notification preferences" };

export default async function NotificationSettingsPage() {
  const { caller, can } = await visit();
  const [preferences, slack] = await Promise.all([getPreferences(caller), getSlack(caller)]);
  return (
    <SettingsPage
      part="Notifications"
      summary="What you are told, through which channel, and when."
    >
      <div className="grid max-w-3xl grid-cols-1 gap-8">
        <Panel>
          <PreferencesForm preferences={preferences} />
        </Panel>
        <Section
          title="Slack"
          summary="One channel for the whole company; each of you ticks above what is posted there."
        >
          <SlackPanel slack={slack} mayChange={can("tenant:write")} />
        </Section>
      </div>
    </SettingsPage>
  );
}
