import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { POST } from "@/app/api/hooks/resend/route";

/** The app's door for the provider's news, as the mailbox reaches it over HTTP. */
export const openDoor = async () => {
  const server = createServer((request, response) => {
    const { headers } = request;
    void text(request).then(async (body) => {
      const passed = Object.entries(headers).filter(([name]) => /^(svix|content-type)/.test(name));
      const answer = await POST(
        new Request("http://127.0.0.1:3000/api/hooks/resend", {
          method: "POST",
          body,
          headers: passed.map(([name, value]): [string, string] => [name, String(value)]),
        }),
      );
      response.writeHead(answer.status).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}/`, close };
};
