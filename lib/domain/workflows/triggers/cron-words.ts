const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const TIMES_MAX = 6;

const short = (name: string) => name.slice(0, 3).toLowerCase();

const and = (parts: string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

const two = (n: string) => n.padStart(2, "0");
const isNumber = (text: string) => /^\d+$/.test(text);
const isNumbers = (text: string) => text.split(",").every(isNumber);
const stepOf = (text: string): string | undefined => /^(?:\*|0)\/(\d+)$/.exec(text)?.[1];

const ordinal = (n: number): string => {
  const tail = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${tail}`;
};

/** Values of a field by name: `1-5` → "Monday to Friday", `1,3` → "Monday and Wednesday". */
const named = (field: string, nameOf: (value: string) => string, every: string): string =>
  and(
    field.split(",").map((part) => {
      const [range = "", step] = part.split("/");
      const [from = "", to] = range.split("-");
      const words = from === "*" ? every : to ? `${nameOf(from)} to ${nameOf(to)}` : nameOf(from);
      return step
        ? `every ${ordinal(Number(step))} ${every} from ${from === "*" ? "the first" : words}`
        : words;
    }),
  );

const dayName = (value: string) =>
  isNumber(value)
    ? (DAYS[Number(value) % 7] ?? value)
    : (DAYS.find((name) => short(name) === value.toLowerCase().slice(0, 3)) ?? value);

const monthName = (value: string) =>
  isNumber(value)
    ? (MONTHS[Number(value) - 1] ?? value)
    : (MONTHS.find((name) => short(name) === value.toLowerCase().slice(0, 3)) ?? value);

const dateName = (value: string) => `the ${ordinal(Number(value))}`;

const hoursWords = (hour: string): string => {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(hour) ?? [];
  if (from && to) return `from ${two(from)}:00 to ${two(to)}:59`;
  return `in hour ${named(hour, (value) => value, "hour")}`;
};

const timeWords = (minute: string, hour: string): string => {
  const everyMinutes = minute === "*" ? "1" : stepOf(minute);
  const everyHours = hour === "*" ? "1" : stepOf(hour);
  if (everyMinutes) {
    const words = everyMinutes === "1" ? "Every minute" : `Every ${everyMinutes} minutes`;
    if (hour === "*") return words;
    return everyHours
      ? `${words} of every ${ordinal(Number(everyHours))} hour`
      : `${words} ${hoursWords(hour)}`;
  }
  if (isNumbers(minute) && everyHours) {
    const at = `at ${and(minute.split(",").map((one) => `:${two(one)}`))}`;
    return everyHours === "1" ? `Every hour ${at}` : `Every ${everyHours} hours ${at}`;
  }
  if (isNumbers(minute) && isNumbers(hour)) {
    const minutes = minute.split(",");
    const times = hour.split(",").flatMap((h) => minutes.map((m) => `${two(h)}:${two(m)}`));
    if (times.length <= TIMES_MAX) return `At ${and(times)}`;
  }
  return `At minute ${named(minute, (value) => value, "minute")} ${hoursWords(hour)}`;
};

const dayWords = (date: string, weekday: string): string => {
  const dates =
    date === "*" || date === "?" ? "" : `on ${named(date, dateName, "day")} of the month`;
  const days = weekday === "*" || weekday === "?" ? "" : `on ${named(weekday, dayName, "day")}`;
  return dates && days ? `${dates} or ${days}` : dates || days;
};

/** Five cron fields as a sentence without a full stop, such as "At 09:00 on Monday to Friday". */
export const cronWords = (cron: string): string => {
  const [minute = "*", hour = "*", date = "*", month = "*", weekday = "*"] = cron
    .trim()
    .split(/\s+/);
  const time = timeWords(minute, hour);
  const days = dayWords(date, weekday);
  const everyDay = time.startsWith("At ") && !days ? "every day" : "";
  const months = month === "*" ? "" : `in ${named(month, monthName, "month")}`;
  return [time, days || everyDay, months].filter(Boolean).join(" ");
};
