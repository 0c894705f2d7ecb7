// The Vercel AI SDK with each of its providers: the default OpenAI one (responses), chat, compatible, Anthropic, Google.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embed, generateText, isStepCount, Output, streamText, tool } from "ai";
import { z } from "zod";
import { apiKey, baseUrl, bothCities, host, model, oneCity, png, run, weather } from "./kit.mjs";

const openai = createOpenAI({ baseURL: baseUrl, apiKey });
const compatible = createOpenAICompatible({
  name: "farebox",
  baseURL: baseUrl,
  apiKey,
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const providers = {
  responses: openai(model),
  chat: openai.chat(model),
  compatible: compatible(model),
  anthropic: createAnthropic({ baseURL: baseUrl, apiKey })(model),
  google: createGoogle({ baseURL: `${host}/v1beta`, apiKey })(model),
};

const cities = () => {
  const asked = [];
  const get_weather = tool({
    description: "The weather in one city",
    inputSchema: z.object({ city: z.string(), unit: z.enum(["C", "F"]) }),
    execute: async ({ city }) => {
      asked.push(city);
      return weather;
    },
  });
  return { asked, tools: { get_weather }, stopWhen: isStepCount(4) };
};

const checks = {};
for (const [name, chosen] of Object.entries(providers)) {
  const ask = { model: chosen, maxRetries: 0 };
  checks[`${name}.plain`] = async () => {
    const answer = await generateText({ ...ask, prompt: "Tell me about tea" });
    return { text: answer.text, finish: answer.finishReason, usage: answer.usage };
  };
  checks[`${name}.stream`] = async () => {
    const answer = streamText({ ...ask, prompt: "Tell me about tea" });
    let text = "";
    for await (const piece of answer.textStream) text += piece;
    return { text, finish: await answer.finishReason, usage: await answer.usage };
  };
  checks[`${name}.tools`] = async () => {
    const { asked, ...loop } = cities();
    const answer = await generateText({ ...ask, ...loop, prompt: oneCity });
    return { asked, text: answer.text, steps: answer.steps.length };
  };
  checks[`${name}.parallelTools`] = async () => {
    const { asked, ...loop } = cities();
    const answer = streamText({ ...ask, ...loop, prompt: bothCities });
    return { text: await answer.text, asked, steps: (await answer.steps).length };
  };
  checks[`${name}.structured`] = async () => {
    const schema = z.object({ city: z.string(), warm: z.boolean() });
    return (await generateText({ ...ask, prompt: "A city", output: Output.object({ schema }) })).output;
  };
  checks[`${name}.image`] = async () => {
    const content = [
      { type: "file", mediaType: "image/png", data: Buffer.from(png, "base64") },
      { type: "text", text: "What is this?" },
    ];
    return (await generateText({ ...ask, messages: [{ role: "user", content }] })).text;
  };
}
checks.embed = async () => {
  const answer = await embed({ model: openai.embeddingModel("demo-embedding"), value: "Hello", maxRetries: 0 });
  return { length: answer.embedding.length, usage: answer.usage };
};
await run(checks);
