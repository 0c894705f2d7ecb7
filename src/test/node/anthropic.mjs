// Everything that the official Anthropic SDK is used for.
import Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { z } from "zod";
import { apiKey, bothCities, cityAndUnit, described, host, model, oneCity, png, run, weather } from "./kit.mjs";

const client = new Anthropic({ baseURL: host, apiKey });
const tools = [{ name: "get_weather", description: "The weather in one city", input_schema: cityAndUnit }];
const user = (content) => [{ role: "user", content }];
const ask = (content, more = {}) => ({ model, max_tokens: 400, messages: user(content), ...more });
const text = (message) => message.content.filter((part) => part.type === "text").map((part) => part.text).join("");

async function loop(prompt, create) {
  const messages = user(prompt);
  const first = await create({ model, max_tokens: 400, tools, messages });
  const calls = first.content.filter((part) => part.type === "tool_use");
  messages.push({ role: "assistant", content: first.content });
  messages.push({
    role: "user",
    content: calls.map((call) => ({ type: "tool_result", tool_use_id: call.id, content: weather })),
  });
  const last = await create({ model, max_tokens: 400, tools, messages });
  return { stop: first.stop_reason, calls: calls.map((call) => call.input), text: text(last), end: last.stop_reason };
}
const whole = (body) => client.messages.create(body);
const streamed = (body) => client.messages.stream(body).finalMessage();

await run({
  plain: async () => {
    const answer = await whole(ask("Tell me about tea"));
    return { text: text(answer), stop: answer.stop_reason, usage: answer.usage, model: answer.model, id: answer._request_id };
  },
  stream: async () => {
    const events = [];
    const stream = client.messages.stream(ask("Tell me about tea"));
    stream.on("streamEvent", (event) => events.push(event.type));
    const answer = await stream.finalMessage();
    return { text: text(answer), stop: answer.stop_reason, usage: answer.usage, first: events[0], last: events.at(-1) };
  },
  tools: () => loop(oneCity, whole),
  toolsStreamed: () => loop(oneCity, streamed),
  parallelTools: () => loop(bothCities, streamed),
  structured: async () => {
    const shape = z.object({ city: z.string(), warm: z.boolean() });
    const answer = await client.messages.parse(ask("A city", { output_config: { format: zodOutputFormat(shape) } }));
    return answer.parsed_output;
  },
  image: async () => {
    const source = { type: "base64", media_type: "image/png", data: png };
    const answer = await whole(ask([{ type: "image", source }, { type: "text", text: "What is this?" }]));
    return { text: text(answer), input: answer.usage.input_tokens };
  },
  thinking: async () => {
    const thinking = { type: "enabled", budget_tokens: 1024 };
    const answer = await streamed(ask("Why is the sky blue?", { max_tokens: 4000, thinking }));
    const thought = answer.content.find((part) => part.type === "thinking");
    return { thinking: thought?.thinking, signed: Boolean(thought?.signature), text: text(answer) };
  },
  countTokens: async () => (await client.messages.countTokens({ model, messages: user("Hello") })).input_tokens,
  models: async () => {
    const ids = [];
    for await (const one of client.models.list()) ids.push(one.id);
    return ids;
  },
  abort: async () => {
    const stream = client.messages.stream(ask("!fault slow_drip bytes=400 ms=20\nWrite 300 words about the sea", { max_tokens: 2000 }));
    let pieces = 0;
    stream.on("text", () => {
      if (++pieces === 3) stream.abort();
    });
    try {
      await stream.finalMessage();
      return { pieces, error: null };
    } catch (error) {
      return { pieces, error: described(error) };
    }
  },
});
