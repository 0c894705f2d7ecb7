// Streams the same question twice: without usage, as naive clients read it, and with.
import { client, model, print, user } from "./sdk.mjs";

async function read(options) {
  const stream = await client.chat.completions.create({
    model,
    messages: user("Tell me about rivers"),
    stream: true,
    ...options,
  });
  const seen = { text: "", chunks: 0, withoutChoices: 0, usage: null, finish: null };
  for await (const chunk of stream) {
    seen.chunks++;
    if (chunk.choices.length === 0) seen.withoutChoices++;
    seen.text += chunk.choices[0]?.delta.content ?? "";
    seen.finish = chunk.choices[0]?.finish_reason ?? seen.finish;
    seen.usage = chunk.usage ?? seen.usage;
  }
  return seen;
}

print({ plain: await read({}), asked: await read({ stream_options: { include_usage: true } }) });
