// A PTTH agent that knows nothing of Portsicle: Go's own HTTP/2 server, handed a socket after the 101.
//
//	ptth-agent HOST:PORT ORIGIN [TOKEN]
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// upgraded is the socket, whose first bytes may have come with the 101.
type upgraded struct {
	net.Conn
	reader *bufio.Reader
}

func (u upgraded) Read(into []byte) (int, error) { return u.reader.Read(into) }

// once is a listener that has exactly one connection to give.
type once struct {
	conns chan net.Conn
	addr  net.Addr
}

func (o once) Accept() (net.Conn, error) { return <-o.conns, nil }
func (o once) Close() error              { return nil }
func (o once) Addr() net.Addr            { return o.addr }

func main() {
	conn, err := net.Dial("tcp", os.Args[1])
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(conn, "GET /.well-known/ptth/%s/ HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: ptth\r\nALPN: h2\r\n",
		url.QueryEscape(os.Args[2]), os.Args[1])
	if len(os.Args) > 3 {
		fmt.Fprintf(conn, "Authorization: Bearer %s\r\n", os.Args[3])
	}
	fmt.Fprint(conn, "\r\n")
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.Proto, response.Status)
	if response.StatusCode != http.StatusSwitchingProtocols {
		os.Exit(1)
	}
	serve(upgraded{conn, reader})
}

func serve(conn net.Conn) {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	server := http.Server{Handler: http.HandlerFunc(answer), Protocols: protocols}
	listener := once{make(chan net.Conn, 1), conn.LocalAddr()}
	listener.conns <- conn
	fmt.Println(server.Serve(listener))
}

func answer(out http.ResponseWriter, request *http.Request) {
	out.Header().Set("x-path", request.URL.RequestURI())
	out.Header().Set("x-method", request.Method)
	out.Header().Set("x-authority", request.Host)
	out.Header().Set("content-type", "application/octet-stream")
	if size, found := strings.CutPrefix(request.URL.Path, "/bytes/"); found {
		count, _ := strconv.Atoi(size)
		io.Copy(out, strings.NewReader(strings.Repeat("b", count)))
		return
	}
	io.Copy(out, request.Body)
}
