"""Records whole, as a document that a ledger can take in again: as they were, to the byte.

As JSON, it is one object::

    {"schema":"dealtrack/records/1","program":"dealtrack 0.1.0","counters":{"agreements":2},
    "agreements":[
    {"title":"…","id":1,"uid":"…"},
    {"title":"…","id":2,"uid":"…"}
    ],
    "trips":[
    ]}

As JSON lines, the first tells what it is, each record has a line of its own, and the last
line tells how many there were, so that a file that was cut off is known for one::

    {"schema":"dealtrack/records/1","program":"dealtrack 0.1.0","counters":{"agreements":2}}
    {"agreements":{"title":"…","id":1,"uid":"…"}}
    {"agreements":{"title":"…","id":2,"uid":"…"}}
    {"end":{"agreements":2}}

*counters* are the highest ids that were ever given, so that none is given twice by whoever
goes on with the records.
"""
