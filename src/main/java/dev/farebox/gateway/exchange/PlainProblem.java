package dev.farebox.gateway.exchange;

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
import dev.farebox.gateway.exchange.GatewayProblem.NotServed;
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
import dev.farebox.gateway.exchange.GatewayProblem.StoredNotFound;
import dev.farebox.gateway.exchange.GatewayProblem.StoredOutOfReach;
import dev.farebox.gateway.exchange.GatewayProblem.UnknownRoute;
import dev.farebox.gateway.exchange.GatewayProblem.UnsupportedEncoding;
import dev.farebox.gateway.exchange.GatewayProblem.UnsupportedMediaType;
import dev.farebox.gateway.exchange.GatewayProblem.UpgradeRefused;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamCut;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamRefused;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamTimeout;
import dev.farebox.gateway.exchange.GatewayProblem.UpstreamUnavailable;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A problem in plain words, before a dialect gives it its form: status, kind, code, parameter,
 * sentence, and whether to come again.
 *
 * <p>Out of credit and spend caps are 402, not OpenAI's own 429: every SDK stops at 402, while some
 * repeat a 429 whatever the headers say (measured, Nov 2026).
 *
 * @param status of HTTP; a dialect may have another for the same kind
 * @param code a short stable word; null only where an upstream gave none
 * @param retryMillis when to come again, 1 to 30 000; 0 for never
 */
public record PlainProblem(
        int status,
        Kind kind,
        @Nullable String code,
        @Nullable String param,
        String message,
        long retryMillis) {
    private static final String OVERLOADED = "server_is_overloaded";
    private static final Set<Integer> CLIENTS_FAULT = Set.of(400, 404, 413, 422);

    /** What it is about, from which a dialect takes its type. */
    public enum Kind {
        INVALID,
        AUTHENTICATION,
        PERMISSION,
        NOT_FOUND,
        TOO_LARGE,
        /** Nothing is left to pay with. */
        MONEY,
        RATE_LIMITED,
        /** The client, or an upstream, took too long. */
        TIMEOUT,
        /** It may pass by itself. */
        BUSY,
        SERVER
    }

    public static PlainProblem of(GatewayProblem problem) {
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

    private static PlainProblem of(OfForm problem) {
        return switch (problem) {
            case InvalidRequest(var message, var param, var code) ->
                    new PlainProblem(400, Kind.INVALID, code, param, message, 0);
            case UnknownRoute(var method, var path) ->
                    never(
                            404,
                            Kind.NOT_FOUND,
                            "unknown_url",
                            "Unknown request URL: " + method + " " + path + ".");
            case NotServed(var what, var instead) -> notServed(what, instead);
            case MethodNotAllowed(var method, var allowed) ->
                    never(
                            405,
                            Kind.INVALID,
                            "method_not_allowed",
                            "Not allowed here: " + method + ". Use " + allowed + ".");
            case BodyTooLarge(var limit) ->
                    never(
                            413,
                            Kind.TOO_LARGE,
                            "request_too_large",
                            "The request body is larger than " + limit + " bytes.");
            case HeadersTooLarge() ->
                    never(
                            431,
                            Kind.INVALID,
                            "headers_too_large",
                            "The request headers are too large.");
            case UnsupportedMediaType() ->
                    never(
                            415,
                            Kind.INVALID,
                            "unsupported_media_type",
                            "Send the body as application/json.");
            case UnsupportedEncoding() ->
                    never(
                            415,
                            Kind.INVALID,
                            "unsupported_encoding",
                            "Send the body plain, or packed once with gzip, deflate or zstd.");
            case UpgradeRefused() -> upgradeRefused();
            case RequestTimeout() ->
                    later(
                            408,
                            Kind.TIMEOUT,
                            "request_timeout",
                            "The request did not arrive in time.",
                            1000);
        };
    }

    private static PlainProblem notServed(String what, String instead) {
        return never(404, Kind.NOT_FOUND, "not_served", what + " are not served here. " + instead);
    }

    private static PlainProblem upgradeRefused() {
        return never(
                426,
                Kind.INVALID,
                "upgrade_refused",
                "WebSockets are not served here. Send the request by POST.");
    }

    private static PlainProblem of(OfAccess problem) {
        return switch (problem) {
            case KeyMissing _, KeyUnknown _, KeyRevoked _, KeyExpired _ -> ofKey(problem);
            case CustomerSuspended() ->
                    never(403, Kind.PERMISSION, "account_suspended", "This account is suspended.");
            case AddressNotAllowed() ->
                    never(
                            403,
                            Kind.PERMISSION,
                            "address_not_allowed",
                            "This API key may not be used from your address.");
            case ModelNotAllowed(var model) ->
                    never(
                            403,
                            Kind.PERMISSION,
                            "model_not_allowed",
                            "This API key may not use the model '" + model + "'.");
            case StoredNotFound(var what, var id) ->
                    never(
                            404,
                            Kind.NOT_FOUND,
                            what.toLowerCase(Locale.ROOT) + "_not_found",
                            what + " with id '" + id + "' not found.");
            case StoredOutOfReach(var what, var id) ->
                    never(
                            404,
                            Kind.NOT_FOUND,
                            "channel_gone",
                            what
                                    + " with id '"
                                    + id
                                    + "' was left with a provider that is no longer available here.");
            case ModelNotFound(var model) ->
                    new PlainProblem(
                            404,
                            Kind.NOT_FOUND,
                            "model_not_found",
                            "model",
                            "The model '" + model + "' does not exist or is not available to you.",
                            0);
        };
    }

    private static PlainProblem of(OfService problem) {
        return switch (problem) {
            case DatabaseUnavailable() ->
                    later(
                            503,
                            Kind.BUSY,
                            OVERLOADED,
                            "The service cannot take requests at the moment.",
                            5000);
            case Overloaded() ->
                    later(503, Kind.BUSY, OVERLOADED, "The service is overloaded.", 2000);
            case Draining() ->
                    later(503, Kind.BUSY, OVERLOADED, "This server is about to stop.", 1000);
            case Internal() ->
                    later(
                            500,
                            Kind.SERVER,
                            "internal_error",
                            "Something went wrong on our side.",
                            1000);
        };
    }

    private static PlainProblem ofKey(OfAccess problem) {
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
        return never(401, Kind.AUTHENTICATION, code, message);
    }

    private static PlainProblem of(OfMoney problem) {
        return switch (problem) {
            case SpendCapReached(var whose, var period) ->
                    never(
                            402,
                            Kind.MONEY,
                            whose.name().toLowerCase(Locale.ROOT) + "_spend_limit_exceeded",
                            "The "
                                    + period.words()
                                    + " spend limit of this "
                                    + whose.words()
                                    + " is reached.");
            case CreditStop _ ->
                    never(
                            402,
                            Kind.MONEY,
                            "credit_balance_exhausted",
                            "Your credit ran out during this answer; what was received until then is charged.");
            case OutOfCredit _ ->
                    never(
                            402,
                            Kind.MONEY,
                            "credit_balance_exhausted",
                            "Your credit does not cover this request. Add credit and try again.");
        };
    }

    private static PlainProblem of(RateLimited limited) {
        return later(
                429,
                Kind.RATE_LIMITED,
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

    private static PlainProblem of(UpstreamFault fault) {
        if (!CLIENTS_FAULT.contains(fault.status())) {
            return of(new UpstreamUnavailable(1000));
        }
        return new PlainProblem(
                fault.status(),
                switch (fault.status()) {
                    case 404 -> Kind.NOT_FOUND;
                    case 413 -> Kind.TOO_LARGE;
                    default -> Kind.INVALID;
                },
                fault.code(),
                fault.param(),
                fault.message().isEmpty()
                        ? "The model's provider refused the request."
                        : fault.message(),
                0);
    }

    private static PlainProblem of(OfUpstream problem) {
        return switch (problem) {
            case UpstreamTimeout _ ->
                    later(
                            504,
                            Kind.TIMEOUT,
                            "upstream_timeout",
                            "The model did not answer in time.",
                            1000);
            case UpstreamCut _ ->
                    later(
                            502,
                            Kind.SERVER,
                            "upstream_error",
                            "The model's answer broke off.",
                            1000);
            case UpstreamUnavailable(var millis) ->
                    later(
                            503,
                            Kind.BUSY,
                            OVERLOADED,
                            "The model is not available at the moment.",
                            millis);
        };
    }

    private static PlainProblem never(int status, Kind kind, String code, String message) {
        return new PlainProblem(status, kind, code, null, message, 0);
    }

    private static PlainProblem later(
            int status, Kind kind, String code, String message, long millis) {
        return new PlainProblem(status, kind, code, null, message, Math.clamp(millis, 1, 30_000));
    }
}
