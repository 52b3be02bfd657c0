// A visitor of Go's net/http: says what it did, one line each, and ends with 1 where something is wrong.
//
//	client URL CA-FILE|- 1.1|2
package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"sync"

	"github.com/coder/websocket"
)

var base = os.Args[1]

func main() {
	client := &http.Client{Transport: transport(os.Args[2], os.Args[3])}
	get(client)
	post(client)
	together(client)
	socket(os.Args[2])
	fmt.Println(runtime.Version())
}

// transport speaks one version only, and finds every host on this machine.
func transport(ca, version string) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(version == "1.1")
	protocols.SetHTTP2(version == "2")
	protocols.SetUnencryptedHTTP2(version == "2" && ca == "-")
	made := &http.Transport{Protocols: protocols, DialContext: dial}
	if ca != "-" {
		authority, err := os.ReadFile(ca)
		check(err)
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(authority)
		made.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	return made
}

func dial(ctx context.Context, network, _ string) (net.Conn, error) {
	at, err := url.Parse(base)
	check(err)
	return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+at.Port())
}

func get(client *http.Client) {
	response, err := client.Get(base + "/hello?a=%2F")
	check(err)
	expect("body", read(response), "hello a=%2F")
	fmt.Println("get", response.Header.Get("X-Via"))
}

func post(client *http.Client) {
	content := bytes.Repeat([]byte("portsicle"), 30_000)
	request, err := http.NewRequest("POST", base+"/echo", io.MultiReader(bytes.NewReader(content)))
	check(err)
	request.Trailer = http.Header{"X-Note": {"from Go"}}
	response, err := client.Do(request)
	check(err)
	expect("echo", read(response), string(content))
	expect("bytes", response.Trailer.Get("X-Bytes"), "270000")
	expect("trailer", response.Trailer.Get("X-Noted"), "from Go")
	fmt.Println("post and trailers")
}

func together(client *http.Client) {
	var all sync.WaitGroup
	for range 10 {
		all.Add(1)
		go func() {
			defer all.Done()
			response, err := client.Get(base + "/together")
			check(err)
			expect("body", read(response), "together")
		}()
	}
	all.Wait()
	fmt.Println("together")
}

func socket(ca string) {
	ctx := context.Background()
	client := &http.Client{Transport: transport(ca, "1.1")}
	conn, _, err := websocket.Dial(ctx, base+"/socket", &websocket.DialOptions{HTTPClient: client})
	check(err)
	for _, text := range []string{"one", string(bytes.Repeat([]byte("x"), 30_000))} {
		check(conn.Write(ctx, websocket.MessageText, []byte(text)))
		_, echo, err := conn.Read(ctx)
		check(err)
		expect("message", string(echo), text)
	}
	check(conn.Close(websocket.StatusNormalClosure, "done"))
	fmt.Println("websocket")
}

func read(response *http.Response) string {
	body, err := io.ReadAll(response.Body)
	check(err)
	expect("status", response.Status[:3], "200")
	return string(body)
}

func expect(what, is, expected string) {
	if is != expected {
		check(fmt.Errorf("%s: %.100s (expected: %.100s)", what, is, expected))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
