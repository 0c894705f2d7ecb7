package dev.farebox.adminapi;

import dev.farebox.http.ApiResponse;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.problem.ProblemKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The forms that answers come in. */
final class Answers {
    static final JsonMapper MAPPER = JsonMapper.shared();

    private Answers() {}

    static ApiResponse ok(JsonNode json) {
        return ApiResponse.json(200, json.toString());
    }

    static ApiResponse created(JsonNode json) {
        return ApiResponse.json(201, json.toString());
    }

    static ApiResponse problem(ProblemException problem) {
        int status =
                switch (problem.code()) {
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    default -> statusOf(problem.code().kind());
                };
        return problem(status, problem.code().code(), String.valueOf(problem.getMessage()));
    }

    static ApiResponse problem(int status, String code, String detail) {
        var json = MAPPER.createObjectNode();
        json.put("title", code.replace('_', ' '));
        json.put("status", status);
        json.put("code", code);
        json.put("detail", detail);
        return ApiResponse.problem(status, json.toString());
    }

    static ApiResponse unauthorised(String what) {
        return problem(401, "unauthorised", "send " + what + " as Authorization: Bearer …");
    }

    static ApiResponse notFound(String what) {
        return problem(404, ProblemCode.NOT_FOUND.code(), "there is no " + what);
    }

    private static int statusOf(ProblemKind kind) {
        return switch (kind) {
            case CALLER -> 400;
            case UPSTREAM -> 502;
            case CAPACITY -> 503;
            case INTERNAL -> 500;
        };
    }
}
