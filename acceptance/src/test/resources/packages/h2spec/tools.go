//go:build tools

// Package tools keeps h2spec in go.mod, which pins what it is built from.
package tools

import _ "github.com/summerwind/h2spec/cmd/h2spec"
