import type { ReactNode } from "react";
import * as Email from "react-email";
import { styles } from "./_styles";

/** A word of state; always a word, never colour alone. */
export const Failed = ({ children }: { children: ReactNode }) => (
  <Email.Text className="danger" style={styles.failed}>
    {children}
  </Email.Text>
);

/** Names and values, one pair a line; of a wider table the first cell names the line. `head` names the columns. */
export const Facts = ({ rows, head = [] }: { rows: ReactNode[][]; head?: ReactNode[] }) => (
  <table className="facts" width="100%" cellPadding={0} cellSpacing={0} style={styles.facts}>
    {head.length > 0 && (
      <thead>
        <tr>
          {head.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a rendered table never move
            <th key={index} scope="col" align="left" className="muted" style={styles.factHead}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
    )}
    <tbody>
      {rows.map(([name, ...values], line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a rendered table never move
        <tr key={line}>
          <th scope="row" align="left" className="muted line" style={styles.factName}>
            {name}
          </th>
          {values.map((value, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a rendered table never move
            <td key={index} className="text line" style={styles.factValue}>
              {value}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

/** A code to type in, or a line of output. */
export const Code = ({ children }: { children: ReactNode }) => (
  <Email.Text className="code" style={styles.code}>
    {children}
  </Email.Text>
);

/** Things to do, in order. */
export const Steps = ({ items }: { items: string[] }) => (
  <ol className="text" style={styles.steps}>
    {items.map((item) => (
      <li key={item} style={styles.step}>
        {item}
      </li>
    ))}
  </ol>
);

export const Divider = () => <Email.Hr className="line" style={styles.divider} />;
