import type { Metadata } from "next";
import { Panel } from "@/app/_ui/data/section";
import { ProfileForm } from "@/app/(dashboard)/settings/profile-form";
import { SettingsPage } from "@/app/(dashboard)/settings/settings-page";
import { visit } from "@/app/(dashboard)/visit";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { me } = await visit();
  return (
    <SettingsPage
      part="Profile"
      summary="How you appear to your colleagues and how you read dates."
    >
      <Panel className="max-w-2xl">
        <ProfileForm profile={me.user} />
      </Panel>
    </SettingsPage>
  );
}
