// Makes one request that must fail, streamed when FAREBOX_STREAM is set, and says how the SDK reports it.
import { client, described, model, print, user } from "./sdk.mjs";

try {
  const stream = Boolean(process.env.FAREBOX_STREAM);
  const answer = await client.chat.completions.create({ model, stream, messages: user("Hello") });
  print({ error: null, answer: stream ? "a stream" : answer.choices[0].message.content });
} catch (error) {
  print({ error: described(error) });
}
