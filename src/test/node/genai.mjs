// Everything that the official Google GenAI SDK is used for.
import { GoogleGenAI } from "@google/genai";
import { apiKey, bothCities, cityAndUnit, described, host, model, oneCity, png, run, weather } from "./kit.mjs";

const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: host } });
const beta = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: host, apiVersion: "v1beta" } });
const { additionalProperties: _, ...parameters } = cityAndUnit;
const functionDeclarations = [
  { name: "get_weather", description: "The weather in one city", parametersJsonSchema: parameters },
];
const config = { tools: [{ functionDeclarations }] };
const whole = (request) => client.models.generateContent(request);

async function streamed(request) {
  const seen = { parts: [], usageMetadata: null, chunks: 0, finish: null };
  for await (const chunk of await client.models.generateContentStream(request)) {
    seen.chunks++;
    seen.parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    seen.usageMetadata = chunk.usageMetadata ?? seen.usageMetadata;
    seen.finish = chunk.candidates?.[0]?.finishReason ?? seen.finish;
  }
  seen.text = seen.parts.filter((part) => part.text && !part.thought).map((part) => part.text).join("");
  return seen;
}

async function loop(prompt, ask) {
  const contents = [{ role: "user", parts: [{ text: prompt }] }];
  const first = await ask({ model, contents, config });
  const parts = first.parts ?? first.candidates[0].content.parts;
  const calls = parts.filter((part) => part.functionCall).map((part) => part.functionCall);
  contents.push({ role: "model", parts });
  contents.push({
    role: "user",
    parts: calls.map((call) => ({
      functionResponse: { id: call.id, name: call.name, response: { output: weather } },
    })),
  });
  const last = await ask({ model, contents, config });
  return { calls: calls.map((call) => call.args), text: last.text };
}

await run({
  plain: async () => {
    const answer = await whole({ model, contents: "Tell me about tea" });
    return { text: answer.text, finish: answer.candidates[0].finishReason, usage: answer.usageMetadata };
  },
  olderVersion: async () => (await beta.models.generateContent({ model, contents: "Tell me about tea" })).text,
  stream: async () => {
    const { parts: _, ...seen } = await streamed({ model, contents: "Tell me about tea" });
    return seen;
  },
  tools: () => loop(oneCity, whole),
  toolsStreamed: () => loop(oneCity, streamed),
  parallelTools: () => loop(bothCities, streamed),
  chat: async () => {
    const chat = client.chats.create({ model });
    await chat.sendMessage({ message: "Hello" });
    return (await chat.sendMessage({ message: "Tell me about tea" })).text;
  },
  structured: async () => {
    const wanted = { responseMimeType: "application/json", responseJsonSchema: parameters };
    return JSON.parse((await whole({ model, contents: "A city", config: wanted })).text);
  },
  image: async () => {
    const parts = [{ inlineData: { mimeType: "image/png", data: png } }, { text: "What is this?" }];
    return (await whole({ model, contents: [{ role: "user", parts }] })).text;
  },
  thinking: async () => {
    const thinkingConfig = { includeThoughts: true, thinkingBudget: 1024 };
    const seen = await streamed({ model, contents: "Why is the sky blue?", config: { thinkingConfig } });
    return { thoughts: seen.parts.filter((part) => part.thought).length, usage: seen.usageMetadata, text: seen.text };
  },
  countTokens: async () => (await client.models.countTokens({ model, contents: "Hello" })).totalTokens,
  embed: async () => {
    const answer = await client.models.embedContent({ model: "demo-embedding", contents: "Hello" });
    return answer.embeddings.map((one) => one.values.length);
  },
  models: async () => {
    const names = [];
    for await (const one of await client.models.list()) names.push(one.name);
    return names;
  },
  abort: async () => {
    const leaving = new AbortController();
    let chunks = 0;
    try {
      const request = { model, contents: "!fault slow_drip bytes=400 ms=20\nWrite 300 words about the sea", config: { abortSignal: leaving.signal } };
      for await (const _ of await client.models.generateContentStream(request)) {
        if (++chunks === 3) leaving.abort();
      }
      return { chunks, error: null };
    } catch (error) {
      return { chunks, error: described(error) };
    }
  },
});
