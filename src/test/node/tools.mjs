// Lets the SDK run the whole tool loop, streamed and not: question, call, result, answer.
import { client, model, print, user, weather } from "./sdk.mjs";

async function loop(stream) {
  const called = [];
  const runner = client.chat.completions.runTools({
    model,
    stream,
    messages: user("Use get_weather for Oslo and say what it is like"),
    tools: [
      {
        type: "function",
        function: {
          ...weather.function,
          parse: JSON.parse,
          function: (given) => {
            called.push(given);
            return "17 degrees and rain";
          },
        },
      },
    ],
  });
  const text = await runner.finalContent();
  return { called, text, usage: await runner.totalUsage(), roles: runner.messages.map((one) => one.role) };
}

print({ whole: await loop(false), streamed: await loop(true) });
