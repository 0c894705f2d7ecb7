// Leaves in mid-stream, and leaves before the answer has begun.
import { client, described, model, print, user } from "./sdk.mjs";

const story = { model, stream: true, messages: user("Write 20000 words about the sea") };

const leaving = new AbortController();
let chunks = 0;
let midStream = null;
try {
  for await (const _ of await client.chat.completions.create(story, { signal: leaving.signal })) {
    if (++chunks === 3) leaving.abort();
  }
} catch (error) {
  midStream = described(error);
}

let atOnce = null;
try {
  const slow = { model, messages: user("!fault slow_first_byte ms=20000 Hello") };
  await client.chat.completions.create(slow, { signal: AbortSignal.timeout(300) });
} catch (error) {
  atOnce = described(error);
}
print({ chunks, midStream, atOnce });
