import type { ReactNode } from "react";
import * as Email from "react-email";
import { styles } from "./_styles";

/** A word of state; always a word, never colour alone. */
export const Failed = ({ children }: { children: ReactNode }) => (
  <Email.Text className="danger" style={styles.failed}>
    {children}
  </Email.Text>
);

/** Names and values, one pair a line. */
export const Facts = ({ rows }: { rows: [name: string, value: string][] }) => (
  <table className="facts" width="100%" cellPadding={0} cellSpacing={0} style={styles.facts}>
    <tbody>
      {rows.map(([name, value]) => (
        <tr key={name}>
          <th scope="row" align="left" className="muted line" style={styles.factName}>
            {name}
          </th>
          <td className="text line" style={styles.factValue}>
            {value}
          </td>
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
