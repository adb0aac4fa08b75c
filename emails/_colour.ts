import { PALETTE } from "./_brand";

type Hex = `#${string}`;

const channels = (hex: Hex): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

const luminance = (hex: Hex): number => {
  const [r, g, b] = channels(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** The contrast of two colours, 1 to 21, as WCAG 2.2 defines it. */
export const contrast = (one: Hex, other: Hex): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
};

/** A colour moved towards another by a share of the way. */
const mix = (from: Hex, to: Hex, share: number): Hex => {
  const target = channels(to);
  const mixed = channels(from).map((value, at) =>
    Math.round(value + ((target[at] ?? 0) - value) * share)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${mixed.join("")}`;
};

const AA = 4.5;
const STEPS = 20;

/** The colour itself if it can be read on all grounds, else the nearest on its way to `ink` that can. */
const readable = (colour: Hex, ink: Hex, grounds: readonly Hex[]): Hex => {
  for (let step = 0; step < STEPS; step += 1) {
    const candidate = mix(colour, ink, step / STEPS);
    if (grounds.every((ground) => contrast(candidate, ground) >= AA)) return candidate;
  }
  return ink;
};

const onto = (ground: Hex): Hex => {
  const [light, dark] = ["#ffffff", PALETTE.dark.page] as const;
  return contrast(light, ground) >= contrast(dark, ground) ? light : dark;
};

/**
 * What a mail paints with when a tenant chose `accent`: links and buttons whose contrast is at least 4.5 in light and in dark
 * inboxes, whatever was chosen.
 */
export const accents = (accent: Hex) => {
  const { light, dark } = PALETTE;
  const onLight = readable(accent, light.text, [light.page, light.card]);
  const onDark = readable(accent, dark.text, [dark.page, dark.card]);
  return {
    accent: onLight,
    onAccent: onto(onLight),
    accentDark: onDark,
    onAccentDark: onto(onDark),
  };
};
