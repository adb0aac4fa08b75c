import { sql } from "kysely";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";
import { slackPostQueued } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

type Post = { key: string; title: string; body?: string; link?: string | null };

/** Slack reads only these three as markup of its own (its "formatting text" reference). */
const plain = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const linkText = (link: string) => {
  const url = link.startsWith("/") ? `${env().APP_URL}${link}` : link;
  return `<${url.replaceAll("|", "%7C").replaceAll(">", "%3E")}|Open>`;
};

const payloadOf = ({ title, body = "", link }: Post) => ({
  text: [`*${plain(title)}*`, plain(body.slice(0, 1000)), link && linkText(link)]
    .filter(Boolean)
    .join("\n"),
});

/** Writes a post, once a key, and asks for its sending; false when the tenant has connected no channel. For workers. */
export const queuePost = async (tx: Tx, tenantId: string, post: Post): Promise<boolean> => {
  const { rows } = await sql<{ id: string | null; isConnected: boolean }>`
    with fresh as (
      insert into public.slack_posts (key, payload)
      select ${post.key}, ${json(payloadOf(post))} where exists (select from public.slack_channels where purpose = 'notifications')
      on conflict (tenant_id, key) do nothing returning id)
    select (select id from fresh) as id, exists (select from public.slack_channels where purpose = 'notifications') as is_connected`.execute(
    tx,
  );
  const [row] = rows;
  if (row?.id) await emit(tx, slackPostQueued.create({ tenantId, postId: row.id }));
  return row?.isConnected ?? false;
};
