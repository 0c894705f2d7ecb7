package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRuleTest {
    /** Address, whether it is allowed by default, whether it is where only public ones are. */
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,                 yes, yes",
        "1.1.1.1,                 yes, yes",
        "172.15.255.255,          yes, yes",
        "172.32.0.0,              yes, yes",
        "100.63.255.255,          yes, yes",
        "100.128.0.0,             yes, yes",
        "223.255.255.255,         yes, yes",
        "2606:4700:4700::1111,    yes, yes",
        "2001:4860:4860::8888,    yes, yes",
        "127.0.0.1,               yes, no",
        "127.255.255.254,         yes, no",
        "0.0.0.0,                 yes, no",
        "10.0.0.1,                yes, no",
        "172.16.0.1,              yes, no",
        "172.31.255.255,          yes, no",
        "192.168.1.1,             yes, no",
        "100.64.0.1,              yes, no",
        "100.100.100.200,         yes, no",
        "192.0.0.192,             yes, no",
        "198.18.0.1,              yes, no",
        "203.0.113.9,             yes, no",
        "224.0.0.1,               yes, no",
        "255.255.255.255,         yes, no",
        "::1,                     yes, no",
        "::,                      yes, no",
        "fc00::1,                 yes, no",
        "fd00:ec2::254,           yes, no",
        "ff02::1,                 yes, no",
        "fec0::1,                 yes, no",
        "2001:db8::1,             yes, no",
        "2001::1,                 yes, no",
        "::ffff:10.0.0.1,         yes, no",
        "::127.0.0.1,             yes, no",
        "64:ff9b::192.168.0.1,    yes, no",
        "64:ff9b:1::a00:1,        yes, no",
        "2002:7f00:1::1,          yes, no",
        "2002:808:808::1,         yes, yes",
        "64:ff9b::8.8.8.8,        yes, yes",
        "169.254.169.254,         no,  no",
        "169.254.0.1,             no,  no",
        "::ffff:169.254.169.254,  no,  no",
        "64:ff9b::a9fe:a9fe,      no,  no",
        "2002:a9fe:a9fe::1,       no,  no",
        "fe80::1,                 no,  no",
        "febf::1,                 no,  no",
    })
    void an_address_is_judged_by_what_it_reaches(String address, String usually, String strictly) {
        InetAddress parsed = InetAddress.ofLiteral(address);

        assertThat(AddressRule.ALLOW_PRIVATE.refusal(parsed).isEmpty())
                .isEqualTo(usually.equals("yes"));
        assertThat(AddressRule.PUBLIC_ONLY.refusal(parsed).isEmpty())
                .isEqualTo(strictly.equals("yes"));
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThat(AddressRule.literal(host)).contains(parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest, ALLOW_PRIVATE, link-local addresses are never allowed",
        "http://[fe80::1]/v1,           ALLOW_PRIVATE, link-local addresses are never allowed",
        "http://[::ffff:169.254.169.254]/v1, ALLOW_PRIVATE, link-local addresses are never",
        "http://127.0.0.1:8080/v1,      PUBLIC_ONLY,   only public ones are allowed",
        "http://[::1]:8080/v1,          PUBLIC_ONLY,   only public ones are allowed",
        "http://localhost:8080/v1,      PUBLIC_ONLY,   names this machine",
        "http://API.LocalHost/v1,       PUBLIC_ONLY,   names this machine",
        "http://10.1.2.3/v1,            PUBLIC_ONLY,   only public ones are allowed",
    })
    void a_url_to_such_an_address_is_refused_when_it_is_set(
            String url, AddressRule rule, String sentence) {
        URI parsed = UpstreamAddress.parse(url);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rule.check(parsed))
                .withMessageContaining("base_url names ")
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/v1,      ALLOW_PRIVATE",
        "http://localhost:8080/v1,      ALLOW_PRIVATE",
        "https://api.example.com/v1,    PUBLIC_ONLY",
        "https://8.8.8.8/v1,            PUBLIC_ONLY",
        "https://localhost.example.com, PUBLIC_ONLY",
    })
    void other_urls_are_not(String url, AddressRule rule) {
        assertThatCode(() -> rule.check(UpstreamAddress.parse(url))).doesNotThrowAnyException();
    }

    /** What browsers and old libraries read as 127.0.0.1 is no host here. */
    @ParameterizedTest
    @CsvSource({
        "http://2130706433/v1",
        "http://0x7f000001/v1",
        "http://127.1/v1",
        "http://017700000001/",
        "http://0177.0.0.1/v1",
        "http://127.0.0.1./v1",
        "http://0x7f.0.0.1/v1",
    })
    void odd_spellings_of_an_address_are_refused(String url) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> AddressRule.PUBLIC_ONLY.check(UpstreamAddress.parse(url)));
    }
}
