"""
Open311 GeoReport v2: other systems list what can be reported, send reports, and read how cases stand.

`questions` reads what a client asks, `intake` what it sends, `records` turns rows into plain dictionaries,
`answers` writes those as XML or JSON; `views` joins them. No unpublished word of a report leaves here.
"""
