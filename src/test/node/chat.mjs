// Lists the models and asks one question.
import { client, model, print, user } from "./sdk.mjs";

const models = [];
for await (const one of client.models.list()) models.push(one.id);
const answer = await client.chat.completions.create({ model, messages: user("Tell me about tea") });
print({
  models,
  model: answer.model,
  text: answer.choices[0].message.content,
  finish: answer.choices[0].finish_reason,
  usage: answer.usage,
  requestId: answer._request_id,
});
