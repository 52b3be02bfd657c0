module example.com/ptth-agent

go 1.24
