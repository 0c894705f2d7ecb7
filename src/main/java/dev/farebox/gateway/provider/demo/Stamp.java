package dev.farebox.gateway.provider.demo;

/** What every part of one answer carries: its id, when it was made (epoch seconds), its model. */
record Stamp(String id, long created, String model) {
    static Stamp of(ChatRequest request, long created) {
        return new Stamp(
                "chatcmpl-demo%016x".formatted(Dice.mix(request.seed())), created, request.model());
    }

    /** A chunk up to its delta. */
    String chunkHead(boolean extraFields) {
        return fields("chat.completion.chunk")
                + (extraFields ? ",\"x_trace\":{\"region\":\"moon\",\"hops\":[1,2,3]}" : "")
                + ",\"choices\":[{\"index\":0,\"delta\":";
    }

    /** A whole answer; {@code usage} is a JSON text, empty to leave it out. */
    String whole(Answer answer, String usage, boolean extraFields) {
        var out = new StringBuilder(1024).append(fields("chat.completion"));
        out.append(extraFields ? ",\"x_trace\":{\"region\":\"moon\",\"hops\":[1,2,3]}" : "");
        out.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        if (answer.calls().isEmpty()) {
            JsonText.quote(out, answer.text());
        } else {
            out.append("null,\"tool_calls\":[");
            String comma = "";
            for (Answer.Call call : answer.calls()) {
                out.append(comma).append("{\"id\":");
                JsonText.quote(out, call.id())
                        .append(",\"type\":\"function\",\"function\":{\"name\":");
                JsonText.quote(out, call.name()).append(",\"arguments\":");
                JsonText.quote(out, String.join("", call.arguments())).append("}}");
                comma = ",";
            }
            out.append(']');
        }
        out.append(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"");
        out.append(answer.finish()).append("\"}]");
        return out.append(usage.isEmpty() ? "" : ",\"usage\":" + usage).append('}').toString();
    }

    private String fields(String object) {
        return "{\"id\":\"%s\",\"object\":\"%s\",\"created\":%d,\"model\":%s,\"service_tier\":\"default\",\"system_fingerprint\":\"fp_demo\""
                .formatted(id, object, created, JsonText.quoted(model));
    }
}
