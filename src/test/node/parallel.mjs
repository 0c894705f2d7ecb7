// Asks for two calls at once and puts them together from the fragments of a stream.
import { client, model, print, user, weather } from "./sdk.mjs";

const runner = client.chat.completions.stream({
  model,
  messages: user("Use get_weather for both Oslo and Paris, in parallel"),
  tools: [weather],
  parallel_tool_calls: true,
  stream_options: { include_usage: true },
});
const answer = await runner.finalChatCompletion();
print({
  finish: answer.choices[0].finish_reason,
  calls: answer.choices[0].message.tool_calls.map((call) => ({
    id: call.id,
    name: call.function.name,
    arguments: JSON.parse(call.function.arguments),
  })),
  usage: answer.usage,
});
