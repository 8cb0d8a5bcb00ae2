// Measures pion/sdp on descriptions in files, in a process of its own: a Go runtime
// would disturb others.
//
//	pion SECONDS REPETITIONS INPUT...
//
// An input is a directory of descriptions that are parsed one after another. Prints a
// JSON object a line, with nanoseconds of processor time a pass, of all threads: those
// of the garbage collector are a part of what a parse takes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"time"

	"github.com/pion/sdp"
)

type result struct {
	Peer        string    `json:"peer"`
	Delivers    string    `json:"delivers"`
	Input       string    `json:"input"`
	Sections    int       `json:"sections"`
	Bytes       int       `json:"bytes"`
	Allocations uint64    `json:"allocations"`
	Nanoseconds []float64 `json:"nanoseconds"`
	Error       string    `json:"error,omitempty"`
}

func pass(descriptions [][]byte) (int, error) {
	sections := 0
	for _, description := range descriptions {
		var session sdp.SessionDescription
		if err := session.Unmarshal(description); err != nil {
			return 0, err
		}
		sections += len(session.MediaDescriptions)
	}
	return sections, nil
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func measure(directory string, least time.Duration, repetitions int) result {
	measured := result{Peer: "pion", Input: filepath.Base(directory),
		Delivers: "owned structures of every line; attributes as key and value strings"}
	paths, _ := filepath.Glob(filepath.Join(directory, "*.sdp"))
	sort.Strings(paths)
	var descriptions [][]byte
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			measured.Error = err.Error()
			return measured
		}
		descriptions = append(descriptions, text)
		measured.Bytes += len(text)
	}
	var err error
	if measured.Sections, err = pass(descriptions); err != nil {
		measured.Error = err.Error()
		return measured
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = pass(descriptions)
	runtime.ReadMemStats(&after)
	measured.Allocations = after.Mallocs - before.Mallocs
	for repetition := 0; repetition < repetitions; repetition++ {
		passes, start, elapsed := 0, processorTime(), time.Duration(0)
		for elapsed < least || passes == 0 {
			_, _ = pass(descriptions)
			passes++
			elapsed = processorTime() - start
		}
		measured.Nanoseconds = append(measured.Nanoseconds, float64(elapsed.Nanoseconds())/float64(passes))
	}
	return measured
}

func main() {
	seconds, err := strconv.ParseFloat(os.Args[1], 64)
	repetitions, second := strconv.Atoi(os.Args[2])
	if err != nil || second != nil {
		fmt.Fprintln(os.Stderr, "usage: pion SECONDS REPETITIONS INPUT...")
		os.Exit(2)
	}
	least := time.Duration(seconds * float64(time.Second))
	for _, directory := range os.Args[3:] {
		line, _ := json.Marshal(measure(directory, least, repetitions))
		fmt.Println(string(line))
	}
}
