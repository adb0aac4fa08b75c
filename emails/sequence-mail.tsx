import { type Frame, STEWARD } from "./_brand";
import { Layout } from "./_layout";
import { MarkdownBody } from "./_markdown";
import { Button } from "./_parts";
import { wordsOf } from "./_words";

type Props = Frame & {
  /** One line. */
  title: string;
  /** What inboxes show beside the subject; the subject again when empty. */
  preview: string;
  /** Markdown, its expressions filled in and the values escaped. */
  body: string;
  action?: { label: string; url: string } | undefined;
  /** The company that writes, where no brand says otherwise. */
  tenant: string;
  /** On what this person's address is used; said in the foot. */
  basis: "opt-in" | "soft-opt-in" | "contract" | "unknown";
};

/** The title on one line, because a header cannot hold two. */
export const subject = ({ title }: Props) => title.replace(/\s+/g, " ").trim();

/** Every mail of a sequence: the tenant's own words in the tenant's colours, with the foot the law asks for. */
export default function SequenceMail(props: Props) {
  const { title, preview, body, action, tenant, basis, ...frame } = props;
  const brand = frame.brand ?? { ...STEWARD, name: tenant };
  return (
    <Layout
      {...frame}
      brand={brand}
      preview={preview || subject(props)}
      note={wordsOf(frame.locale).basis[basis](brand.name)}
    >
      <MarkdownBody text={body} title={subject(props)} brand={brand} />
      {action && (
        <Button href={action.url} brand={brand}>
          {action.label}
        </Button>
      )}
    </Layout>
  );
}

SequenceMail.PreviewProps = {
  title: "Your first order ships today",
  preview: "What happens next, and how to follow the parcel.",
  body: `# Your first order ships today

It leaves our house in **Leipzig** this afternoon. Two things to know:

- You can [follow the parcel](https://shop.example.com/parcels/1042).
- Something missing? Answer this mail.

| | |
| --- | --- |
| Order | #1042 |
| Arrives | Tuesday |`,
  action: { label: "See the order", url: "https://shop.example.com/orders/1042" },
  tenant: "Northwind Shop",
  basis: "soft-opt-in",
  address: "Northwind Shop, 1 Example Street, 10115 Berlin, Germany",
  unsubscribeUrl: "https://app.example.com/unsubscribe/3f9c2a",
  preferencesUrl: "https://app.example.com/preferences/3f9c2a",
} satisfies Props;
