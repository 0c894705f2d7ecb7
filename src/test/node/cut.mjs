// The upstream fails in mid-stream (FAREBOX_FAULT says how): this must raise, never look like success.
import { client, described, model, print, user } from "./sdk.mjs";

const prompt = `!fault ${process.env.FAREBOX_FAULT} Write a long story about a bridge`;
let text = "";
try {
  const stream = await client.chat.completions.create({ model, stream: true, messages: user(prompt) });
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  print({ error: null, text });
} catch (error) {
  print({ error: described(error), text });
}
