package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.GatewayProblem.AddressNotAllowed;
import dev.farebox.gateway.exchange.GatewayProblem.BodyTooLarge;
import dev.farebox.gateway.exchange.GatewayProblem.CreditStop;
import dev.farebox.gateway.exchange.GatewayProblem.CustomerSuspended;
import dev.farebox.gateway.exchange.GatewayProblem.DatabaseUnavailable;
import dev.farebox.gateway.exchange.GatewayProblem.Draining;
import dev.farebox.gateway.exchange.GatewayProblem.HeadersTooLarge;
import dev.farebox.gateway.exchange.GatewayProblem.Internal;
import dev.farebox.gateway.exchange.GatewayProblem.InvalidRequest;
import dev.farebox.gateway.exchange.GatewayProblem.KeyExpired;
import dev.farebox.gateway.exchange.GatewayProblem.KeyMissing;
import dev.farebox.gateway.exchange.GatewayProblem.KeyRevoked;
import dev.farebox.gateway.exchange.GatewayProblem.KeyUnknown;
import dev.farebox.gateway.exchange.GatewayProblem.MethodNotAllowed;
import dev.farebox.gateway.exchange.GatewayProblem.ModelNotAllowed;
import dev.farebox.gateway.exchange.GatewayProblem.ModelNotFound;
import dev.farebox.gateway.exchange.GatewayProblem.OfAccess;
import dev.farebox.gateway.exchange.GatewayProblem.OfForm;
import dev.farebox.gateway.exchange.GatewayProblem.OfMoney;
import dev.farebox.gateway.exchange.GatewayProblem.OfService;
import dev.farebox.gateway.exchange.GatewayProblem.OfUpstream;
import dev.farebox.gateway.exchange.GatewayProblem.OutOfCredit;
import dev.farebox.gateway.exchange.GatewayProblem.Overloaded;
import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.RequestTimeout;
import dev.farebox.gateway.exchange.GatewayProblem.SpendCapReached;
import dev.farebox.gateway.exchange.GatewayProblem.UnknownRoute;
import dev.farebox.gateway.exchange.GatewayProblem.UnsupportedEncoding;
import dev.farebox.gateway.exchange.GatewayProblem.UnsupportedMediaType;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamCut;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamRefused;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamTimeout;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamUnavailable;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A problem in OpenAI's words: status, type, code, parameter, sentence, and whether to come again.
 *
 * <p>Out of credit and spend caps are 402, not OpenAI's own 429: every SDK stops at 402, while some
 * repeat a 429 whatever the headers say (measured, Nov 2026).
 *
 * @param retryMillis when to come again, 0 for never
 */
record ErrorAnswer(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        long retryMillis) {
    private static final String INVALID = "invalid_request_error";
    private static final String AUTHENTICATION = "authentication_error";
    private static final String PERMISSION = "permission_error";
    private static final String QUOTA = "insufficient_quota";
    private static final String SERVER = "server_error";
    private static final String BUSY = "server_is_overloaded";
    private static final Set<Integer> CLIENTS_FAULT = Set.of(400, 404, 413, 422);

    static ErrorAnswer to(GatewayProblem problem) {
        return switch (problem) {
            case OfForm form -> of(form);
            case OfAccess access -> of(access);
            case OfMoney money -> of(money);
            case RateLimited limited -> of(limited);
            case UpstreamRefused(var fault) -> of(fault);
            case OfUpstream upstream -> of(upstream);
            case OfService service -> of(service);
        };
    }

    private static ErrorAnswer of(OfForm problem) {
        return switch (problem) {
            case InvalidRequest(var message, var param, var code) ->
                    new ErrorAnswer(400, INVALID, code, param, message, 0);
            case UnknownRoute(var method, var path) ->
                    never(
                            404,
                            INVALID,
                            "unknown_url",
                            "Unknown request URL: " + method + " " + path + ".");
            case MethodNotAllowed(var method, var allowed) ->
                    never(
                            405,
                            INVALID,
                            "method_not_allowed",
                            "Not allowed here: " + method + ". Use " + allowed + ".");
            case BodyTooLarge(var limit) ->
                    never(
                            413,
                            INVALID,
                            "request_too_large",
                            "The request body is larger than " + limit + " bytes.");
            case HeadersTooLarge() ->
                    never(431, INVALID, "headers_too_large", "The request headers are too large.");
            case UnsupportedMediaType() ->
                    never(
                            415,
                            INVALID,
                            "unsupported_media_type",
                            "Send the body as application/json.");
            case UnsupportedEncoding() ->
                    never(
                            415,
                            INVALID,
                            "unsupported_encoding",
                            "Send the body plain or with gzip.");
            case RequestTimeout() ->
                    later(
                            408,
                            "timeout_error",
                            "request_timeout",
                            "The request did not arrive in time.",
                            1000);
        };
    }

    private static ErrorAnswer of(OfAccess problem) {
        return switch (problem) {
            case KeyMissing _, KeyUnknown _, KeyRevoked _, KeyExpired _ -> ofKey(problem);
            case CustomerSuspended() ->
                    never(403, PERMISSION, "account_suspended", "This account is suspended.");
            case AddressNotAllowed() ->
                    never(
                            403,
                            PERMISSION,
                            "address_not_allowed",
                            "This API key may not be used from your address.");
            case ModelNotAllowed(var model) ->
                    never(
                            403,
                            PERMISSION,
                            "model_not_allowed",
                            "This API key may not use the model '" + model + "'.");
            case ModelNotFound(var model) ->
                    new ErrorAnswer(
                            404,
                            INVALID,
                            "model_not_found",
                            "model",
                            "The model '" + model + "' does not exist or is not available to you.",
                            0);
        };
    }

    private static ErrorAnswer of(OfService problem) {
        return switch (problem) {
            case DatabaseUnavailable() ->
                    later(
                            503,
                            SERVER,
                            BUSY,
                            "The service cannot take requests at the moment.",
                            5000);
            case Overloaded() -> later(503, SERVER, BUSY, "The service is overloaded.", 2000);
            case Draining() -> later(503, SERVER, BUSY, "This server is about to stop.", 1000);
            case Internal() ->
                    later(500, SERVER, "internal_error", "Something went wrong on our side.", 1000);
        };
    }

    private static ErrorAnswer ofKey(OfAccess problem) {
        String message =
                switch (problem) {
                    case KeyMissing _ ->
                            "You did not provide an API key. Send it as 'Authorization: Bearer KEY'.";
                    case KeyRevoked _ -> "This API key was revoked.";
                    case KeyExpired _ -> "This API key has expired.";
                    default -> "Incorrect API key provided.";
                };
        String code =
                switch (problem) {
                    case KeyMissing _ -> "missing_api_key";
                    case KeyRevoked _ -> "revoked_api_key";
                    case KeyExpired _ -> "expired_api_key";
                    default -> "invalid_api_key";
                };
        return never(401, AUTHENTICATION, code, message);
    }

    private static ErrorAnswer of(OfMoney problem) {
        return switch (problem) {
            case SpendCapReached(var whose, var period) ->
                    never(
                            402,
                            QUOTA,
                            whose.name().toLowerCase(Locale.ROOT) + "_spend_limit_exceeded",
                            "The "
                                    + period.words()
                                    + " spend limit of this "
                                    + whose.words()
                                    + " is reached.");
            case CreditStop _ ->
                    never(
                            402,
                            QUOTA,
                            "credit_balance_exhausted",
                            "Your credit ran out during this answer; what was received until then is charged.");
            case OutOfCredit _ ->
                    never(
                            402,
                            QUOTA,
                            "credit_balance_exhausted",
                            "Your credit does not cover this request. Add credit and try again.");
        };
    }

    private static ErrorAnswer of(RateLimited limited) {
        return later(
                429,
                limited.limit().type(),
                "rate_limit_exceeded",
                "Rate limit reached: this "
                        + limited.whose().words()
                        + " may use "
                        + limited.allowed()
                        + " "
                        + limited.limit().words()
                        + ".",
                limited.retryAfterMillis());
    }

    private static ErrorAnswer of(UpstreamFault fault) {
        if (!CLIENTS_FAULT.contains(fault.status())) {
            return of(new UpstreamUnavailable(1000));
        }
        return new ErrorAnswer(
                fault.status(),
                fault.type() == null ? INVALID : fault.type(),
                fault.code(),
                fault.param(),
                fault.message().isEmpty()
                        ? "The model's provider refused the request."
                        : fault.message(),
                0);
    }

    private static ErrorAnswer of(OfUpstream problem) {
        return switch (problem) {
            case UpstreamTimeout _ ->
                    later(
                            504,
                            SERVER,
                            "upstream_timeout",
                            "The model did not answer in time.",
                            1000);
            case UpstreamCut _ ->
                    later(502, SERVER, "upstream_error", "The model's answer broke off.", 1000);
            case UpstreamUnavailable(var millis) ->
                    later(503, SERVER, BUSY, "The model is not available at the moment.", millis);
        };
    }

    private static ErrorAnswer never(int status, String type, String code, String message) {
        return new ErrorAnswer(status, type, code, null, message, 0);
    }

    private static ErrorAnswer later(
            int status, String type, String code, String message, long millis) {
        return new ErrorAnswer(status, type, code, null, message, Math.clamp(millis, 1, 30_000));
    }
}
