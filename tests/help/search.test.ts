import { expect, test } from "vitest";
import { searchHelp } from "@/app/_ui/help/search";
import { helpIndex } from "@/lib/domain/help/articles";

const first = (query: string) => searchHelp(helpIndex(), query)[0]?.slug;

test("the words people use find the article that was written for them", () => {
  expect(first("webhook signature")).toBe("webhooks");
  expect(first("cron")).toBe("schedules");
  expect(first("quiet hours")).toBe("notification-settings");
  expect(first("invite colleague")).toBe("members");
  expect(first("rollback")).toBe("versions");
  expect(first("dark mode")).toBe("find-your-way");
  expect(first("API key")).toBe("api-keys");
});

test("one typing error in a word is forgiven: a letter more, less, other or two swapped", () => {
  expect(first("wehbook")).toBe("webhooks");
  expect(first("scheduele")).toBe("schedules");
  expect(first("approvl")).toBe("approvals");
  expect(first("templetes")).toBe("templates");
});

test("every word has to be found; nothing and nonsense find nothing", () => {
  expect(searchHelp(helpIndex(), "")).toEqual([]);
  expect(searchHelp(helpIndex(), "   !? ")).toEqual([]);
  expect(searchHelp(helpIndex(), "webhook zeppelin")).toEqual([]);
});
