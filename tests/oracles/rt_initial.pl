# What a fresh Request Tracker of `rt_server.py` holds besides its own data: two
# queues, the custom fields, and the user of the sync with its rights and token.
# Read by rt-setup-database-5; OCES_RT_DATA names the JSON that says which.

use strict;
use warnings;

my $path = $ENV{OCES_RT_DATA};
open my $in, '<', $path or die "$path: $!";
my $data = JSON::decode_json(do { local $/; <$in> });

our @Queues = map { { Name => $_, Description => $_ } } @{ $data->{queues} };

our @CustomFields = map { {
    Name => $_->{name}, Type => $_->{type}, MaxValues => 1,
    LookupType => 'RT::Queue-RT::Ticket', Queue => $_->{queues},
} } @{ $data->{fields} };

our @Users = ({
    Name => $data->{user}, EmailAddress => "$data->{user}\@oces.test", Privileged => 1,
});

our @ACL = map {
    my $queue = $_;
    map { { UserId => $data->{user}, Right => $_, Queue => $queue } } @{ $data->{rights} };
} @{ $data->{queues} };

# RT tells a token once, when it is made, and keeps only its hash.
our @Final = (sub {
    umask 077;
    for my $name (sort keys %{ $data->{token_files} }) {
        my $user = RT::User->new(RT->SystemUser);
        $user->Load($name);
        my ($id, $message, $secret) = RT::AuthToken->new(RT->SystemUser)->Create(
            Owner => $user->Id, Description => 'oces tests',
        );
        die $message unless $id;
        my $file = $data->{token_files}{$name};
        open my $out, '>', $file or die "$file: $!";
        print $out "$secret\n";
        close $out or die "$file: $!";
    }
});

1;
