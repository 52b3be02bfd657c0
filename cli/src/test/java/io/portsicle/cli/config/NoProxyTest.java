package io.portsicle.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *                      | relay.test      | 80
                    corp.test              | corp.test       | 80
                    corp.test              | relay.corp.test | 443
                    .corp.test             | relay.corp.test | 443
                    .corp.test             | corp.test       | 443
                    *.corp.test            | relay.corp.test | 443
                    CORP.test.             | relay.Corp.Test | 443
                    a.test,corp.test       | relay.corp.test | 443
                    a.test , corp.test     | corp.test       | 443
                    a.test corp.test       | corp.test       | 443
                    corp.test              | corp.test.      | 443
                    corp.test:443          | relay.corp.test | 443
                    *:443                  | relay.test      | 443
                    192.0.2.7              | 192.0.2.7       | 80
                    192.0.2.7:80           | 192.0.2.7       | 80
                    10.0.0.0/8             | 10.200.3.4      | 80
                    10.1.2.3/8             | 10.200.3.4      | 80
                    192.0.2.128/25         | 192.0.2.129     | 80
                    0.0.0.0/0              | 192.0.2.129     | 80
                    2001:db8::1            | 2001:db8:0:0::1 | 80
                    [2001:db8::1]          | 2001:db8::1     | 80
                    [2001:db8::1]:80       | 2001:db8::1     | 80
                    2001:db8::/32          | 2001:db8:ffff:: | 80
                    [2001:db8::]/32        | 2001:db8:ffff:: | 80
                    """)
    void anEntryCovers(String list, String host, int port) {
        assertThat(NoProxy.of(list).covers(host, port)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                     | relay.test      | 80
                    ,                      | relay.test      | 80
                    corp.test              | othercorp.test  | 80
                    corp.test              | test            | 80
                    relay.corp.test        | corp.test       | 80
                    corp.test:443          | corp.test       | 8443
                    *:443                  | relay.test      | 80
                    192.0.2.7              | 192.0.2.70      | 80
                    192.0.2.7:80           | 192.0.2.7       | 443
                    10.0.0.0/8             | 11.0.0.1        | 80
                    10.0.0.0/8             | relay.test      | 80
                    192.0.2.128/25         | 192.0.2.127     | 80
                    10.0.0.0/33            | 10.0.0.1        | 80
                    10.0.0.0/8             | 2001:db8::1     | 80
                    2001:db8::/32          | 2001:db9::      | 80
                    2001:db8::/200         | 2001:db8::      | 80
                    999.0.0.0/8            | 10.0.0.1        | 80
                    2.7                    | 192.0.2.7       | 80
                    http://corp.test       | corp.test       | 80
                    """)
    void anEntryDoesNotCover(String list, String host, int port) {
        assertThat(NoProxy.of(list).covers(host, port)).isFalse();
    }
}
